/**
 * Values that no honest agent sends and files that nobody wrote, made from the bytes of a fuzzer. A target is a class with a
 * {@code fuzzerTestOneInput(byte[])}: Jazzer runs it for as long as one likes (CONTRIBUTING.md), {@link FuzzersTest} for a
 * moment in every build.
 */
package io.jenkins.plugins.entsso.engine.fuzz;
