package io.jenkins.plugins.entsso.engine.agent.backup;

/** How a backup is made. */
public enum Method {
    /** The API where it is installed; the console where it is not, or where the API made no backup. */
    AUTO,
    /** The COM interface ISSOConfigSS, in the agent's own process. */
    API,
    /** {@code ssoconfig -backupsecret}, led through a pseudo-terminal. */
    CONSOLE
}
