package io.jenkins.plugins.entsso.engine.patrol;

import io.jenkins.plugins.entsso.engine.model.Finding;
import io.jenkins.plugins.entsso.engine.model.Verdict;

/**
 * Why a backup is started.
 *
 * @param verdict on the host
 * @param finding the weightiest evidence for it, or the concern that asks for a newer backup
 * @param attempt the number of this attempt since the verdict turned bad, from 1
 * @param renewal whether a backup is there already, and a newer one is wanted all the same
 */
public record BackupReason(Verdict.Kind verdict, Finding finding, int attempt, boolean renewal) {}
