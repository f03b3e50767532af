/**
 * One backup run from check to check, the same under every build step: check, back up, prove, archive, read back, enter,
 * check again. It alone may use the whole engine; a CI server is behind {@link io.jenkins.plugins.entsso.engine.run.Ports}.
 */
package io.jenkins.plugins.entsso.engine.run;
