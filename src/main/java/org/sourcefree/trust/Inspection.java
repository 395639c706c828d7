package org.sourcefree.trust;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Compute;
import org.sourcefree.model.GraphFacts;
import org.sourcefree.model.GraphFaults;
import org.sourcefree.model.PretrainedModel;
import org.sourcefree.model.StoredModel;
import org.sourcefree.network.Model;
import org.sourcefree.savedmodel.SavedModelFile;
import org.sourcefree.savedmodel.StoredVariables;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * What a SavedModel holds, ours or another program's, in words.
 *
 * @param savedModel the folder of the SavedModel's own files
 * @param signatures signature, direction, name, dtype, shape and tensor, a line each
 * @param variables name to shape, by name
 * @param network the architecture, a line each
 * @param classes their names, or that they are not said
 * @param preprocessing what the network expects of its input, or that it is not said
 * @param beyond what of it does more than compute, for which it is refused, a line each
 * @param training whether it can be trained and how, a line each
 */
public record Inspection(
    Path savedModel,
    List<String> signatures,
    Map<String, String> variables,
    List<String> network,
    String classes,
    String preprocessing,
    List<String> beyond,
    List<String> training) {

  /**
   * Inspects the SavedModel in a folder.
   *
   * @throws InvalidInputException if there is none, or it is damaged
   */
  public static Inspection of(Path folder) {
    return GraphFaults.refused(folder, () -> found(folder));
  }

  private static Inspection found(Path folder) {
    StoredModel stored = StoredModel.read(folder);
    SavedModelFile file = stored.file();
    GraphFacts facts = new GraphFacts(file.graph());
    Optional<Model> model = stored.described();
    List<String> beyond = SavedModelScan.lines(stored);
    return new Inspection(
        file.folder(),
        signatures(file.graph()),
        variables(file, facts),
        model.map(known -> List.of(known.network().toString())).orElseGet(() -> network(facts)),
        model.map(known -> known.classes().names().toString()).orElse("not said"),
        model.map(known -> known.preprocessing().toString()).orElse("not said"),
        beyond,
        training(stored, facts, !beyond.isEmpty()));
  }

  /** As the checkpoint names them where a mapping file must speak of them. */
  private static Map<String, String> variables(SavedModelFile file, GraphFacts facts) {
    Path index = file.variables().resolveSibling("variables.index");
    if (facts.isFlat() || !Files.exists(index)) {
      return facts.variables();
    }
    Map<String, String> variables = new TreeMap<>();
    try (StoredVariables stored = StoredVariables.open(file.folder())) {
      stored.entries().forEach(entry -> variables.put(entry.name(), entry.shape().toString()));
    }
    return variables;
  }

  private static List<String> signatures(MetaGraphDef graph) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, SignatureDef> entry :
        new TreeMap<>(graph.getSignatureDefMap()).entrySet()) {
      lines.addAll(ports(entry.getKey() + " in", entry.getValue().getInputsMap()));
      lines.addAll(ports(entry.getKey() + " out", entry.getValue().getOutputsMap()));
    }
    return lines;
  }

  private static List<String> ports(String where, Map<String, TensorInfo> ports) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(ports)
        .forEach(
            (name, info) ->
                lines.add(
                    "%s %s: %s %s, %s"
                        .formatted(
                            where,
                            name,
                            info.getDtype().name().replace("DT_", "").toLowerCase(Locale.ROOT),
                            GraphFacts.shape(info.getTensorShape()),
                            info.getName())));
    return lines;
  }

  private static List<String> network(GraphFacts facts) {
    List<String> counts = new ArrayList<>();
    facts.operations().forEach((op, count) -> counts.add(count + " " + op));
    return List.of(
        "not described; operations: " + String.join(", ", counts),
        "dilations above 1: " + facts.dilations(),
        facts.variables().isEmpty() ? "frozen: its weights are constants" : "not frozen");
  }

  private static List<String> training(StoredModel stored, GraphFacts facts, boolean refused) {
    if (refused) {
      return List.of("only with --trust: it does more than compute, and was not loaded");
    } else if (stored.described().isPresent()) {
      return trainingOfOurs(stored);
    }
    if (facts.isFlat()) {
      return GraphProbe.inspect(stored.file().folder());
    }
    return facts.hasNetworkInFunctions()
        ? List.of(
            "not as it is: the network is inside functions",
            "a DeepLab-V2's weights can be taken by name: tools/sourcefree import DIR --mapping FILE")
        : List.of("not: the graph holds no convolution");
  }

  /** Opens the model as a run would, which reads every weight. */
  private static List<String> trainingOfOurs(StoredModel stored) {
    PretrainedModel unsaid = PretrainedModel.unsaid(stored.file().named());
    try {
      Optional<String> refusal = GraphProbe.refusal(stored, unsaid, Use.TRAINING);
      if (refusal.isPresent()) {
        return List.of("not: " + refusal.get());
      }
      stored.named(unsaid).session(Compute.DEFAULT).close();
      return List.of("as it is, by model.saved_model");
    } catch (InvalidInputException e) {
      return List.of("not: " + e.getMessage());
    }
  }
}
