/**
 * How a Windows host is asked: commands and their output, the event log, the registry, console programs. Runs on the
 * agent, asks, and decides nothing.
 */
package io.jenkins.plugins.entsso.engine.agent.windows;
