/** The engine in a build: the build step, what it leaves on the build's page, and what becomes of the builds that hold backups. */
package io.jenkins.plugins.entsso.steps;
