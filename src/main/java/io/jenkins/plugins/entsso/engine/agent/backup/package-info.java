/**
 * Making a backup of the master secret and proving it, on the agent: the methods and their choice, the proof, the life
 * and death of everything temporary.
 */
package io.jenkins.plugins.entsso.engine.agent.backup;
