/**
 * Source-free domain adaptation of semantic-segmentation networks on TensorFlow Java, graph mode.
 *
 * <pre>
 * Data flows one way:
 *
 *   Dataset → Batches → Network → Objective → Sgd             every step
 *   Dataset → Network → Selection → labels on disk → Batches  once a round
 *
 * A config (YAML) becomes a record tree; experiment turns it into running parts and a run folder;
 * report shows what came out; cli prints it. Adaptation never opens a target label; evaluation does.
 * </pre>
 *
 * <p>Layers, from low to high; a row imports only rows above it, and network, objective and
 * optimizer do not know each other. ArchitectureTest holds the table as data.
 *
 * <table>
 * <caption>Layers</caption>
 * <tr><td>graph</td><td>resource variables, right gradients, arrays and tensors, sessions</td></tr>
 * <tr><td>image</td><td>decoding, encoding, resizing as Pillow does</td></tr>
 * <tr><td>data</td><td>datasets, class sets, views, batches, the image cache; scenes: the StreetScenes generator</td></tr>
 * <tr><td>network</td><td>DeepLab-V2, graphs of others, preprocessing, the inference graph, test-time
 * augmentation, the graph that is served</td></tr>
 * <tr><td>objective</td><td>the sum of weighted terms</td></tr>
 * <tr><td>optimizer</td><td>SGD and its schedules</td></tr>
 * <tr><td>checkpoint</td><td>SavedModels in and out and what they may not hold, training states, locks; torch: PyTorch
 * files</td></tr>
 * <tr><td>pseudolabel</td><td>selections, class thresholds, the labelling pass</td></tr>
 * <tr><td>evaluation</td><td>confusion matrix, IoU, ranks, the evaluation pass, shares of predictions</td></tr>
 * <tr><td>training</td><td>the gradient step, target statistics, the trainer</td></tr>
 * <tr><td>config</td><td>YAML and JSON to records, strictly</td></tr>
 * <tr><td>experiment</td><td>from a config to a run folder, checks before; suite: all runs of a
 * table</td></tr>
 * <tr><td>report</td><td>tables, panels, contact sheets; plot: plots; run: the page of runs;
 * suite: the report of a suite</td></tr>
 * <tr><td>cli</td><td>one class a command</td></tr>
 * </table>
 *
 * <p>Glossary (You et al., Domain Adaptive Semantic Segmentation without Source Data, ACM MM 2021):
 * C classes; p = softmax of a pixel's logits; ŷ its pseudo label; α the share of each class that is
 * labelled, δ(c) the threshold that gives it, Eq. (2); L_sce Eq. (3), L_ent Eq. (4), L_neg Eq. (6);
 * λ_ent, λ_neg their weights, Eq. (7); K the rank of the complementary label ȳ, ε the width of its
 * draw, Algorithm 1; n h w c batch, rows, columns, channels; train id: a class's index in the
 * network's output, 255 = ignored.
 */
@NullMarked
package org.sourcefree;

import org.jspecify.annotations.NullMarked;
