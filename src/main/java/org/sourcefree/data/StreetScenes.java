package org.sourcefree.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A generated pair of domains. The source lies in GTA5's or SYNTHIA's layout under source
 * (training) and source_val (validation), the target in Cityscapes' layout under target.
 *
 * @param root the folder of the pair
 * @param scenes the YAML file that describes the generator, not read here
 * @param domain which side of the pair
 * @param split train or val
 */
public record StreetScenes(Path root, Path scenes, Domain domain, Split split) implements Dataset {

  /** Checks the split. */
  public StreetScenes {
    if (split == Split.TEST) {
      throw new IllegalArgumentException("split must be train or val, got test");
    }
  }

  /** The dataset as a generated one; empty if it is another. */
  public static Optional<StreetScenes> of(Dataset dataset) {
    return dataset instanceof StreetScenes generated ? Optional.of(generated) : Optional.empty();
  }

  @Override
  public List<Sample> samples() {
    return layout().samples();
  }

  @Override
  public List<LabelFile> labelFiles(Sample sample) {
    return layout().labelFiles(sample);
  }

  private Dataset layout() {
    return switch (domain) {
      case SOURCE -> source(root.resolve(split == Split.TRAIN ? "source" : "source_val"));
      case TARGET -> new Cityscapes(root.resolve("target"), split);
    };
  }

  private static Dataset source(Path folder) {
    return Files.isDirectory(folder.resolve("RGB")) ? new Synthia(folder) : new Gta5(folder);
  }
}
