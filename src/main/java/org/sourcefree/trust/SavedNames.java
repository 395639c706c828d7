package org.sourcefree.trust;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sourcefree.graph.GraphNodes;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * The forms in which TensorFlow's own savers, of versions 1 and 2, write the names of their files.
 * With P the name that the saver is given:
 *
 * <ul>
 *   <li>restoring reads P;
 *   <li>saving writes P, or ShardedFilename of P, or of StringJoin(P, suffix), where the suffix is
 *       {@code .part}, {@code _temp/part}, {@code _temp_HEX/part} of 32 digits, or a choice of two
 *       of these;
 *   <li>merging reads one of those, or several in a Pack, and writes P.
 * </ul>
 *
 * Every other way to make a name is none of a saver.
 */
final class SavedNames {
  private static final Pattern SUFFIX = Pattern.compile("\\.part|_temp(_[0-9a-f]{32})?/part");
  private static final Set<String> CHOICES = Set.of("Select", "SelectV2");
  private static final String DEFAULT = "model";

  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, Integer> given;

  /**
   * The names in a graph or in a function's body.
   *
   * @param given inputs that may be P, each with its number, as nodes write them
   */
  SavedNames(Collection<NodeDef> all, Map<String, Integer> given) {
    this.given = given;
    Set<String> twice = new HashSet<>();
    for (NodeDef node : all) {
      if (nodes.put(node.getName(), node) != null) {
        twice.add(node.getName());
      }
    }
    nodes.keySet().removeAll(twice);
  }

  /** The number of P where an input is P itself; otherwise empty, as are the next two. */
  Set<Integer> restored(String input) {
    Integer number = given.get(input);
    return number == null ? Set.of() : Set.of(number);
  }

  /** The number of P where an input is a name to save to. */
  Set<Integer> saved(String input) {
    return find(input, Set.of("ShardedFilename"), 3)
        .map(node -> joined(node.getInput(0)))
        .orElseGet(() -> restored(input));
  }

  /** The numbers of P where an input is names that were saved to. */
  Set<Integer> merged(String input) {
    Optional<NodeDef> pack = find(input).filter(node -> node.getOp().equals("Pack"));
    if (pack.isEmpty()) {
      return saved(input);
    }
    Set<Integer> all = new TreeSet<>();
    for (String each : inputs(pack.get())) {
      Set<Integer> numbers = saved(each);
      if (numbers.isEmpty()) {
        return Set.of();
      }
      all.addAll(numbers);
    }
    return all;
  }

  private Set<Integer> joined(String input) {
    return find(input, Set.of("StringJoin"), 2)
        .filter(node -> GraphNodes.text(node, "separator").isEmpty())
        .filter(node -> isSuffix(node.getInput(1)))
        .map(node -> restored(node.getInput(0)))
        .orElseGet(() -> restored(input));
  }

  private boolean isSuffix(String input) {
    return find(input, CHOICES, 3)
        .map(choice -> isConstantSuffix(choice.getInput(1)) && isConstantSuffix(choice.getInput(2)))
        .orElseGet(() -> isConstantSuffix(input));
  }

  private boolean isConstantSuffix(String input) {
    return find(input).flatMap(SavedNames::constant).filter(SUFFIX.asMatchPredicate()).isPresent();
  }

  /** Whether a graph's P is a text that loading gives, and that is "model" where nothing does. */
  boolean isGivenFromOutside(String node) {
    Set<String> seen = new LinkedHashSet<>();
    Optional<NodeDef> found = find(node);
    while (found.isPresent()
        && found.get().getOp().equals("PlaceholderWithDefault")
        && inputs(found.get()).size() == 1
        && seen.add(found.get().getName())) {
      found = find(found.get().getInput(0));
    }
    return found
        .filter(
            end ->
                end.getOp().equals("Placeholder")
                    || constant(end).filter(DEFAULT::equals).isPresent())
        .isPresent();
  }

  /** The text of a constant of one; empty if it is anything else. */
  private static Optional<String> constant(NodeDef node) {
    TensorProto value = node.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
    boolean one =
        node.getOp().equals("Const")
            && value.getDtype() == DataType.DT_STRING
            && value.getTensorContent().isEmpty()
            && value.getTensorShape().getDimCount() == 0
            && value.getStringValCount() == 1;
    return one ? Optional.of(value.getStringVal(0).toStringUtf8()) : Optional.empty();
  }

  private Optional<NodeDef> find(String input, Set<String> operations, int inputs) {
    return find(input)
        .filter(node -> operations.contains(node.getOp()) && inputs(node).size() == inputs);
  }

  private Optional<NodeDef> find(String input) {
    return given.containsKey(input)
        ? Optional.empty()
        : Optional.ofNullable(nodes.get(SaverNodes.node(input)));
  }

  private static List<String> inputs(NodeDef node) {
    return node.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
  }
}
