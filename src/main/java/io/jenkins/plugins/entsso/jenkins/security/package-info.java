/** Who may do what. */
package io.jenkins.plugins.entsso.jenkins.security;
