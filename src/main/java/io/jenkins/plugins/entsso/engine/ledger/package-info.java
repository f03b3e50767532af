/**
 * What the controller remembers: the last word on each host, and the backups that were made. Small JSON files that a
 * person can read, each replaced in one step, so that a crash loses at most the change under way.
 */
package io.jenkins.plugins.entsso.engine.ledger;
