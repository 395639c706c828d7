package org.sourcefree.convert;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.files.Folders;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Variables;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.torch.StateDictExport;
import org.sourcefree.trust.Models;

/** Writes a SavedModel's weights for other frameworks. */
public final class ExportRun {
  private ExportRun() {}

  /**
   * Writes the weights as a PyTorch state dict with the keys of the field's domain-adaptation code.
   *
   * @param file must not exist yet
   * @throws InvalidInputException if the model cannot be read or the file exists
   */
  public static void torch(Models models, Path savedModel, Path file) {
    if (Files.exists(file)) {
      throw new InvalidInputException(
          "the output file must not exist yet, found %s; use another --torch".formatted(file));
    }
    try (ModelSession model = models.open(savedModel).session(Compute.DEFAULT)) {
      if (!(model.model().network() instanceof DeepLabV2 network)) {
        throw new InvalidInputException(
            "a state dict must have the keys of a DeepLab-V2, this network is another program's (%s)"
                .formatted(savedModel));
      }
      if (network.attention().isPresent()) {
        throw new InvalidInputException(
            "a state dict must be of a network without attention, as the field's code has no keys for it (%s)"
                .formatted(savedModel));
      }
      Map<String, float[]> weights = Variables.read(model.session(), model.weights());
      Folders.createParent(file);
      StateDictExport.write(file, network, model.weights(), weights);
    }
  }
}
