/** What people see, as values and text, in the reader's language and time zone. */
package io.jenkins.plugins.entsso.engine.report;
