/**
 * One backup run from check to check, the same under every build step: a room of its own because it is the only place
 * that needs the agent's side, the ledger and the report together.
 */
package io.jenkins.plugins.entsso.engine.run;
