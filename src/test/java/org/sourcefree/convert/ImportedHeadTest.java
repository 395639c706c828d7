package org.sourcefree.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Variables;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.model.ModelSession;
import org.sourcefree.network.Additions;
import org.sourcefree.network.Head;
import org.sourcefree.network.Model;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.torch.HeadChoice;
import org.sourcefree.torch.StateDictExport;
import org.sourcefree.trust.Models;
import org.tensorflow.ndarray.Shape;

/** Checkpoints of two heads, as AdaptSegNet's, ADVENT's and CLAN's are. */
class ImportedHeadTest {
  private static final int STAGE_3_CHANNELS = 128;
  private static final int STAGE_4_CHANNELS = 256;

  @TempDir private Path folder;

  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final Map<String, float[]> golden = new LinkedHashMap<>();
  private final List<Variable> body = new ArrayList<>();
  private final List<Variable> head = new ArrayList<>();

  @BeforeEach
  void readTheGoldenWeights() {
    try (ModelSession session = new ModelSession(TinyNetwork.MODEL)) {
      TinyNetwork.load(session.session(), session.variables());
      golden.putAll(Variables.read(session.session(), session.weights()));
      values.putAll(golden);
      for (Variable variable : session.weights()) {
        (variable.name().startsWith("layer5.") ? head : body).add(variable);
      }
    }
  }

  @Test
  void theHeadOnStage4IsTaken() {
    List<Variable> variables = new ArrayList<>(body);
    variables.addAll(named("layer6.", STAGE_4_CHANNELS));
    variables.addAll(named("layer5.", STAGE_3_CHANNELS));
    ImportRun.Imported imported = imported(variables, HeadChoice.ON_STAGE_4);
    assertThat(imported.head())
        .contains("layer6, on stage 4; layer5 is the auxiliary head on stage 3");
    assertThat(imported.keys().taken())
        .containsEntry("layer5.conv2d_list.2.bias", "layer6.conv2d_list.2.bias");
    assertThat(imported.keys().ignored()).contains("layer5.conv2d_list.2.bias").hasSize(8 + 23);
    assertHead(1);
  }

  @Test
  void aLayer6AloneIsTaken() {
    List<Variable> variables = new ArrayList<>(body);
    variables.addAll(named("layer6.", STAGE_4_CHANNELS));
    ImportRun.Imported imported = imported(variables, HeadChoice.ON_STAGE_4);
    assertThat(imported.head()).contains("layer6, on stage 4");
    assertHead(1);
  }

  @Test
  void ofTwoHeadsOnStage4OneIsNamedOrBothAreAdded() {
    List<Variable> variables = new ArrayList<>(body);
    variables.addAll(named("layer5.", STAGE_4_CHANNELS));
    variables.addAll(named("layer6.", STAGE_4_CHANNELS));
    refused(variables, HeadChoice.ON_STAGE_4, "two heads on stage 4", "--head", "theirs.pth");
    ImportRun.Imported imported = imported(variables, HeadChoice.SUM);
    assertThat(imported.head()).contains("the sum of layer5 and layer6");
    assertThat(imported.keys().taken())
        .containsEntry(
            "layer5.conv2d_list.2.bias", "layer5.conv2d_list.2.bias + layer6.conv2d_list.2.bias");
    assertHead(2);
  }

  @Test
  void aHeadThatTheFileLacksIsNamed() {
    List<Variable> variables = new ArrayList<>(body);
    variables.addAll(named("layer5.", STAGE_4_CHANNELS));
    refused(variables, HeadChoice.LAYER6, "must have the head layer6");
    refused(variables, HeadChoice.SUM, "must have the head layer6");
    assertThat(imported(variables, HeadChoice.ON_STAGE_4).head()).isEmpty();
  }

  @Test
  void headsOfOtherShapesAreNotAdded() {
    List<Variable> variables = new ArrayList<>(body);
    variables.addAll(named("layer5.", STAGE_4_CHANNELS));
    variables.addAll(named("layer6.", STAGE_3_CHANNELS));
    refused(variables, HeadChoice.SUM, "layer5 and layer6 differ");
    assertThat(imported(variables, HeadChoice.ON_STAGE_4).head())
        .contains("layer5, on stage 4; layer6 is the auxiliary head on stage 3");
  }

  /** AdaptSegNet and ADVENT have layer5 on stage 3 and layer6 on stage 4, CLAN both on stage 4. */
  @ParameterizedTest
  @CsvSource({"auxiliary, 3, false, layer6, layer5", "second, 4, true, layer5, layer6"})
  void twoHeadsComeBackToTheBit(
      String name, int stage, boolean predicts, String main, String other) {
    DeepLabV2 own = TinyNetwork.SETTINGS;
    Head further =
        new Head(name, stage, own.atrousRates(), Optional.of(predicts).filter(each -> each));
    Model model =
        new Model(
            own.with(new Additions(List.of(further), Optional.empty())),
            TinyNetwork.MODEL.classes(),
            TinyNetwork.MODEL.preprocessing());
    Path saved = folder.resolve("saved");
    Map<String, float[]> written;
    try (ModelSession session = new ModelSession(model)) {
      session.initialise(3);
      written = Variables.read(session.session(), session.weights());
      session.write(saved, written);
    }
    Path file = folder.resolve("theirs.pth");
    ExportRun.torch(new Models(), saved, file);

    ImportRun.Imported imported =
        ImportRunTest.importing(file, HeadChoice.BOTH).run(Optional.of(folder.resolve("model")));
    assertThat(imported.network()).isEqualTo(model.network());
    String part = ".conv2d_list.3.bias";
    assertThat(imported.keys().taken())
        .containsEntry("layer5" + part, main + part)
        .containsEntry("layer6" + part, other + part);
    assertThat(imported.keys().ignored()).allMatch(key -> key.endsWith(".num_batches_tracked"));
    try (ModelSession session =
        new Models().open(folder.resolve("model")).session(Compute.DEFAULT)) {
      assertThat(session.model()).isEqualTo(model);
      assertThat(Variables.read(session.session(), session.weights()))
          .usingRecursiveComparison()
          .isEqualTo(written);
    }
  }

  @Test
  void bothHeadsMustBeThereWithOneOnStage4() {
    List<Variable> variables = new ArrayList<>(body);
    variables.addAll(named("layer5.", STAGE_3_CHANNELS));
    refused(variables, HeadChoice.BOTH, "must have the head layer6");
    variables.addAll(named("layer6.", STAGE_3_CHANNELS));
    refused(variables, HeadChoice.BOTH, "--head both needs a head on stage 4");
  }

  /** The golden head under another name, cut where it must read fewer channels. */
  private List<Variable> named(String prefix, int channels) {
    List<Variable> variables = new ArrayList<>();
    for (Variable v : head) {
      String name = prefix + v.name().substring("layer5.".length());
      Shape own = v.shape();
      Shape shape = own.numDimensions() == 4 ? Shape.of(3, 3, channels, TinyNetwork.CLASSES) : own;
      values.put(name, Arrays.copyOf(golden.get(v.name()), (int) shape.size()));
      variables.add(
          new Variable(
              name,
              v.owner(),
              v.role(),
              shape,
              v.handle(),
              v.stored(),
              v.value(),
              v.assigned(),
              v.assignment()));
    }
    return variables;
  }

  private ImportRun.Imported imported(List<Variable> variables, HeadChoice choice) {
    Path file = folder.resolve("theirs.pth");
    StateDictExport.write(file, variables, values);
    return ImportRunTest.importing(file, choice).run(Optional.of(folder.resolve("model")));
  }

  private void refused(List<Variable> variables, HeadChoice choice, String... words) {
    assertThatThrownBy(() -> imported(variables, choice))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("model")).doesNotExist();
    folder.resolve("theirs.pth").toFile().delete();
  }

  /** The imported head is the golden one, so many times. */
  private void assertHead(int times) {
    try (ModelSession session =
        new Models().open(folder.resolve("model")).session(Compute.DEFAULT)) {
      Map<String, float[]> read = Variables.read(session.session(), session.weights());
      for (Variable v : head) {
        float[] expected = golden.get(v.name()).clone();
        for (int i = 0; i < expected.length; i++) {
          expected[i] *= times;
        }
        assertThat(read.get(v.name())).as(v.name()).isEqualTo(expected);
      }
    }
  }
}
