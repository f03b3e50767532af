/** The page of all hosts, and its API. */
package io.jenkins.plugins.entsso.jenkins.status;
