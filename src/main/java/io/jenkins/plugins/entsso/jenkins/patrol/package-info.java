/** The patrol: what makes it go, what it asks and starts in Jenkins, and who is told. */
package io.jenkins.plugins.entsso.jenkins.patrol;
