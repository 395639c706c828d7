package org.sourcefree.cli;

import org.sourcefree.trust.Models;
import org.sourcefree.trust.Trust;
import picocli.CommandLine.Option;

/** What every command takes that opens a SavedModel. */
final class TrustOption {
  @Option(
      names = "--trust",
      description =
          "Use a SavedModel that may read or write files, run code or open sockets, which is refused otherwise.")
  private boolean trust;

  /** What opens the command's models. */
  Models models() {
    return new Models(trust ? Trust.EVERYTHING : Trust.COMPUTING);
  }
}
