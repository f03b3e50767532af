/**
 * Envelopes for people: a backup is sealed to certificates, so that neither the CI server nor whoever steals its artifacts can
 * open it. Runs on the controller, and without any server on the computer of the person who opens one. Nothing of it goes to
 * an agent.
 */
package io.jenkins.plugins.entsso.engine.seal;
