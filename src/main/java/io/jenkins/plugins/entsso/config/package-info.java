/** How the engine's tasks get to an agent and back. */
package io.jenkins.plugins.entsso.config;
