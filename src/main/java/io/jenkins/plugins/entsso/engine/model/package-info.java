/**
 * What can be known of a master secret: values and the rules that judge them. No I/O, no clock but the one passed in,
 * nothing but the JDK. Facts of ENTSSO named here are those of Microsoft's public documentation of Enterprise Single
 * Sign-On, unless a comment names another source.
 */
package io.jenkins.plugins.entsso.engine.model;
