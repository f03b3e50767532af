package io.jenkins.plugins.entsso.engine.agent.backup;

/** How a backup is made. */
public enum Method {
    /** The API where it is installed, else the console. */
    AUTO,
    /** The COM interface ISSOConfigSS, in the agent's own process. */
    API,
    /** {@code ssoconfig -backupsecret}, led through a pseudo-terminal. */
    CONSOLE
}
