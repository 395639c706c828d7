/**
 * Source-free domain adaptation of semantic-segmentation networks on TensorFlow Java, graph mode.
 *
 * <pre>
 * Data flows one way:
 *
 *   Dataset → Batches → Network → Objective → Optimizer       every step
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
 * <tr><td>files</td><td>durable writes, folders that appear whole, locks, checksums</td></tr>
 * <tr><td>config</td><td>YAML and JSON to records, strictly</td></tr>
 * <tr><td>graph</td><td>resource variables, right gradients, arrays and tensors,
 * sessions</td></tr>
 * <tr><td>distributed</td><td>processes that compute together: servers, sums over all, who is
 * gone</td></tr>
 * <tr><td>image</td><td>decoding, encoding, resizing as Pillow does</td></tr>
 * <tr><td>data</td><td>datasets, class sets, views, batches, the image cache</td></tr>
 * <tr><td>clustering</td><td>vectors that are near each other</td></tr>
 * <tr><td>patches</td><td>kinds of patches of label maps</td></tr>
 * <tr><td>scenes</td><td>the StreetScenes generator</td></tr>
 * <tr><td>machine</td><td>memory, devices, CUDA libraries, child processes</td></tr>
 * <tr><td>objective</td><td>the sum of weighted terms, each a numerator and a
 * denominator</td></tr>
 * <tr><td>mixing</td><td>images of a batch joined, their labels with them</td></tr>
 * <tr><td>optimizer</td><td>SGD, Adam, their schedules, loss scaling</td></tr>
 * <tr><td>network</td><td>preprocessing, batch norm, the inference graph, test-time
 * augmentation; deeplab: DeepLab-V2; discriminator: networks that tell domains apart; foreign:
 * graphs of others</td></tr>
 * <tr><td>torch</td><td>PyTorch and safetensors files</td></tr>
 * <tr><td>savedmodel</td><td>SavedModel folders and checkpoints, the formats alone</td></tr>
 * <tr><td>pseudolabel</td><td>selections, class thresholds, the labelling pass</td></tr>
 * <tr><td>matching</td><td>source images and pixels that are like the target's</td></tr>
 * <tr><td>sourcedata</td><td>labelled source images beside the target's</td></tr>
 * <tr><td>choice</td><td>which network is handed over, told without labels</td></tr>
 * <tr><td>training</td><td>the gradient step: streams, players; teacher: who labels in it; replicas:
 * who takes it together; target statistics, the trainer</td></tr>
 * <tr><td>model</td><td>what a SavedModel is, and the model in a session</td></tr>
 * <tr><td>evaluation</td><td>confusion matrix, IoU, ranks, the evaluation pass</td></tr>
 * <tr><td>trust</td><td>the one door through which models are opened: scan, trial,
 * agreement</td></tr>
 * <tr><td>ranking</td><td>images of the target ranked by how sure a model is of them</td></tr>
 * <tr><td>run</td><td>the run folder: logs, checkpoints, rewinding, listeners</td></tr>
 * <tr><td>watch</td><td>what a run's networks predict on unlabelled images: health, candidates, the
 * verdict</td></tr>
 * <tr><td>workers</td><td>a run on several workers: what the chief says, what the others
 * do</td></tr>
 * <tr><td>convert</td><td>weights from other programs' files, and to them</td></tr>
 * <tr><td>experiment</td><td>from a config to a run</td></tr>
 * <tr><td>predict</td><td>predictions of files at their own size</td></tr>
 * <tr><td>init</td><td>the first config for images of one's own</td></tr>
 * <tr><td>check</td><td>what would stop a run, found before it starts</td></tr>
 * <tr><td>bench</td><td>times on made-up images</td></tr>
 * <tr><td>serving</td><td>models as TensorFlow Serving runs them</td></tr>
 * <tr><td>api</td><td>what a Java program calls</td></tr>
 * <tr><td>suite</td><td>all runs of a table</td></tr>
 * <tr><td>report</td><td>tables, panels, pages; plot: plots; run: the page of runs; suite: the
 * report of a suite</td></tr>
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
