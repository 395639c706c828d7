package org.sourcefree.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassSet;
import org.sourcefree.graph.Quantization;
import org.sourcefree.network.Model;
import org.sourcefree.testing.TinyNetwork;

/** The card of an export whose model and folder others named. */
class ServingCardTest {
  private static final List<String> NAMES =
      List.of(
          "<script>alert(1)</script>",
          "[road](https://example.org)",
          "https://example.org/a www.example.org",
          "a | b ![x](y) `c` &lt; <b>",
          "*e* __f__ ~~g~~ # \\");

  @TempDir private Path folder;

  @Test
  void namesShowAsTheyAre() throws IOException {
    String card = card("<img src=x> [a](b)").text();
    String html =
        HtmlRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .build()
            .render(
                Parser.builder().extensions(List.of(TablesExtension.create())).build().parse(card));
    assertThat(html).doesNotContain("<script", "<a ", "<img", "<b>", "<em>", "<strong>", "<del>");
    for (String name : NAMES) {
      String escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      assertThat(html).contains("<td>" + escaped + "</td>");
    }
    // GitHub makes links of bare addresses.
    assertThat(card).doesNotContain("https://", "www.");
  }

  @Test
  void aModelsOwnCardIsASmallTextOfItsOwn() throws IOException {
    Path home = Files.createDirectories(folder.resolve("run"));
    Path card = home.resolve("CARD.md");
    Files.writeString(card, "# Ours\n");
    assertThat(card("name").text()).startsWith("# Ours\n");
    Files.write(card, new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> card("name").text())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(card.toString(), "UTF-8");
    Files.write(card, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> card("name").text())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(card.toString(), "1 MiB");
    Files.delete(card);
    Files.createSymbolicLink(card, Files.writeString(folder.resolve("secret"), "secret"));
    assertThat(card("name").text()).doesNotContain("secret");
  }

  private ServingCard card(String name) throws IOException {
    Path model = Files.createDirectories(folder.resolve("run/saved_model"));
    ServingSource source =
        new ServingSource(
            model,
            Optional.empty(),
            new Model(
                TinyNetwork.SETTINGS, ClassSet.named(NAMES), TinyNetwork.MODEL.preprocessing()),
            Map.of());
    return new ServingCard(
        name,
        source,
        new ServedModel(Optional.empty(), Optional.empty(), false),
        Quantization.NONE);
  }
}
