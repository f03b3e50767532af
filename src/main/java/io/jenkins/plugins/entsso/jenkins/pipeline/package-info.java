/** The engine in a Pipeline: steps that return a verdict as a value. */
package io.jenkins.plugins.entsso.jenkins.pipeline;
