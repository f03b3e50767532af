/** Where Jenkins shows the state of master secrets beside its own things: dashboard, nodes, alerts. */
package io.jenkins.plugins.entsso.dashboard;
