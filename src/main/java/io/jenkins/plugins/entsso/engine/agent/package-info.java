/**
 * What runs in the agent's JVM: it asks the host and makes backups, and decides nothing. How a host is asked is behind
 * {@link io.jenkins.plugins.entsso.engine.agent.Host}, which travels with the task.
 */
package io.jenkins.plugins.entsso.engine.agent;
