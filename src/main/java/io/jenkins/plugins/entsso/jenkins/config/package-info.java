/** What an administrator sets: for all hosts, and for one. */
package io.jenkins.plugins.entsso.jenkins.config;
