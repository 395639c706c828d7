package org.sourcefree.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.network.Head;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Npy;
import org.sourcefree.training.GoldenSteps.Part;

/**
 * Methods whose training loops are golden; the authors' layer6 is the main head of the first two,
 * and CLAN's second.
 */
enum AdversarialMethod {
  ADAPTSEG("adaptseg", "steps_multi", List.of(6, 12), Map.of(0, "after1", 2, "after3")),
  ADVENT("advent", "steps_multi", List.of(6, 12, 18, 24), Map.of(0, "after1", 2, "after3")),
  CLAN("clan", "steps", List.of(6, 12, 18, 24), Map.of(1, "after2", 4, "after5"));

  /** The head beside the main one. */
  static final String OTHER = "other";

  /** CLAN's discriminator. */
  static final String SUM = "sum";

  private final String folder;
  private final String run;
  final List<Integer> rates;
  final Map<Integer, String> known;
  final JsonNode meta;

  AdversarialMethod(String folder, String run, List<Integer> rates, Map<Integer, String> known) {
    this.folder = folder;
    this.run = run;
    this.rates = rates;
    this.known = known;
    this.meta = GoldenMeta.read(folder).get("cases").get(run);
  }

  Npy array(String of) {
    return Npy.read("golden/%s/%s_%s.npy".formatted(folder, run, of));
  }

  double setting(String name) {
    return meta.get("settings").get(name).asDouble();
  }

  /** In the order of the authors' files. */
  List<String> discriminators() {
    return this == CLAN ? List.of(SUM) : List.of(OTHER, Head.MAIN);
  }

  /** What a stream brings to an iteration. */
  GoldenSteps.Parts parts(String stream, int iteration) {
    Part images = part(stream, "image", iteration);
    return new GoldenSteps.Parts(images, labels(stream, iteration, images.shape()[0]));
  }

  /** An array of an iteration. */
  private Part part(String stream, String kind, int iteration) {
    boolean image = kind.equals("image");
    Npy npy = array(this == CLAN ? stream + "_" + kind + iteration : stream + "_" + kind + "s");
    byte[] values = image ? npy.signed() : npy.bytes();
    return this == CLAN
        ? new Part(values, npy.shape())
        : Part.ofIteration(values, npy.shape(), iteration);
  }

  /** The source's labels, or none, of the size that the target is compared at. */
  private Part labels(String stream, int iteration, long images) {
    if (stream.equals(Streams.SOURCE)) {
      return part(stream, "label", iteration);
    }
    JsonNode size = meta.get("settings").get("target_size_hw");
    return Part.unlabelled(images, size.get(0).asLong(), size.get(1).asLong());
  }

  /** A weight's name in the product, which lacks branches that are not in effect. */
  Optional<String> named(String name) {
    boolean unused =
        name.matches("layer[56]\\.conv2d_list\\.\\d+\\..*")
            && Integer.parseInt(name.split("\\.", -1)[2]) >= rates.size();
    if (unused) {
      return Optional.empty();
    }
    if (this == CLAN) {
      return Optional.of(name);
    }
    return Optional.of(
        name.startsWith("layer5.")
            ? name.replace("layer5.", "layer6.")
            : name.replace("layer6.", "layer5."));
  }
}
