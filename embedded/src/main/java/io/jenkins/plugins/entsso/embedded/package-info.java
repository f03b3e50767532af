/**
 * The embedded host: Eclipse Hudson 3 with a build step, checks and a page that let it at the engine,
 * and a launcher that shows them at work on a simulated BizTalk host. Classes that have pages or are described hold no
 * lambda and no record, since Hudson reads them with a library that does not know invokedynamic.
 */
package io.jenkins.plugins.entsso.embedded;
