package org.sourcefree.report.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/** Markdown as one HTML file: pictures inside, no script, nothing asked of anyone. */
final class HtmlPage {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final String STYLE =
      """
      body { margin: 2em auto; padding: 0 1.5em; max-width: 1480px; color: #1a1a1a; background: #fff;
        font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
      p, li { max-width: 75em; } p:has(img) { max-width: none; }
      h1, h2 { line-height: 1.2; } h2 { margin-top: 2em; border-bottom: 1px solid #ccc; }
      .wide { overflow-x: auto; margin: 1em 0; }
      table { border-collapse: collapse; font-size: 13px; line-height: 1.3; }
      th, td { border: 1px solid #ddd; padding: .25em .45em; font-variant-numeric: tabular-nums; }
      th { background: #f2f2f2; }
      th:first-child, td:first-child { position: sticky; left: 0; background: #f7f7f7; min-width: 8em; }
      td em { color: #555; }
      img { max-width: 100%; height: auto; display: block; }
      pre { background: #f5f5f5; padding: .8em; overflow-x: auto; }
      """;

  private HtmlPage() {}

  /**
   * Renders a page.
   *
   * @param folder that the addresses of its pictures start from
   */
  static String render(String title, String markdown, Path folder) {
    Node document = Parser.builder().extensions(TABLES).build().parse(markdown);
    String body =
        HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .attributeProviderFactory(
                context -> (node, tag, attributes) -> complete(node, attributes, folder))
            .build()
            .render(document)
            .replace("<table>", "<div class=\"wide\"><table>")
            .replace("</table>", "</table></div>");
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s</body>
        </html>
        """
        .formatted(escape(title), STYLE, body);
  }

  private static void complete(Node node, Map<String, String> attributes, Path folder) {
    if (node instanceof Image image) {
      attributes.put("src", data(folder.resolve(image.getDestination())));
    } else if (node instanceof Heading) {
      String heading = TextContentRenderer.builder().build().render(node);
      attributes.put("id", Markdown.fragment(heading));
    }
  }

  private static String data(Path picture) {
    try {
      byte[] bytes = Files.readAllBytes(picture);
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
