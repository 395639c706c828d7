package org.sourcefree.run;

import org.sourcefree.evaluation.Scores;

/**
 * What the model of a run scores on labelled images; a line of validation.jsonl.
 *
 * @param step gradient steps taken
 */
public record ValidationPoint(long step, Scores scores) {}
