/** The doors into Jenkins: thin classes that fetch values from it, call the engine, and show what comes back. */
package io.jenkins.plugins.entsso.jenkins;
