package org.sourcefree.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * What a document points at.
 *
 * @param destinations of links and images, as they are written
 * @param anchors of its headings, as GitHub names them
 * @param code between backticks
 * @param blocks of code that are fenced
 */
public record Markdown(
    List<String> destinations, Set<String> anchors, List<String> code, List<String> blocks) {

  /** Reads a document. */
  public static Markdown read(Path document) throws IOException {
    Markdown read =
        new Markdown(new ArrayList<>(), new HashSet<>(), new ArrayList<>(), new ArrayList<>());
    Parser parser = Parser.builder().extensions(List.of(TablesExtension.create())).build();
    parser.parse(Files.readString(document)).accept(read.new Collector());
    return read;
  }

  private final class Collector extends AbstractVisitor {

    @Override
    public void visit(Link link) {
      destinations.add(link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      destinations.add(image.getDestination());
    }

    @Override
    public void visit(Code inline) {
      code.add(inline.getLiteral());
    }

    @Override
    public void visit(FencedCodeBlock block) {
      blocks.add(block.getLiteral());
    }

    @Override
    public void visit(Heading heading) {
      TextOf text = new TextOf();
      heading.accept(text);
      String slug = slug(text.all.toString());
      String anchor = slug;
      for (int i = 1; !anchors.add(anchor); i++) {
        anchor = slug + "-" + i;
      }
      visitChildren(heading);
    }
  }

  /** GitHub's rule: letters, digits, hyphens and underscores stay, a space becomes a hyphen. */
  private static String slug(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
        .replace(' ', '-');
  }

  private static final class TextOf extends AbstractVisitor {
    private final StringBuilder all = new StringBuilder();

    @Override
    public void visit(Text text) {
      all.append(text.getLiteral());
    }

    @Override
    public void visit(Code inline) {
      all.append(inline.getLiteral());
    }
  }
}
