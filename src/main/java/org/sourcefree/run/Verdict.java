package org.sourcefree.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run came to, for people.
 *
 * @param sentence what was measured and which network is handed over
 * @param health what is known of that network without labels
 * @param savedModel name of the network that saved_model/ is
 * @param better the network that scores higher than it, if one was measured
 * @param against what the changes below are against
 * @param gained classes that gained most IoU, points, the largest first
 * @param lost classes that lost most, points, the largest first
 * @param next commands to go on with
 */
public record Verdict(
    String sentence,
    String health,
    String savedModel,
    Optional<String> better,
    Optional<String> against,
    Map<String, Double> gained,
    Map<String, Double> lost,
    List<String> next) {}
