/**
 * Whom to ask when, what to make of a silence, and when to start a backup: decided here, done by the CI server through
 * {@link io.jenkins.plugins.entsso.engine.patrol.PatrolPort}. Times between one thing and the next are measured on a clock that
 * only goes forward; the wall clock is for what people read.
 */
package io.jenkins.plugins.entsso.engine.patrol;
