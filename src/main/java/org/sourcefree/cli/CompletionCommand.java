package org.sourcefree.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what makes a shell complete our commands. */
@Command(
    name = "completion",
    description = "Prints a script that makes a shell complete commands, options and files.",
    footer = {
      "source <(tools/sourcefree completion bash)",
      "tools/sourcefree completion bash > ~/.sourcefree_completion"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  /** Shells that take the script. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      System.out.println("autoload -U +X compinit && compinit");
    }
    System.out.print(AutoComplete.bash("sourcefree", Sourcefree.commandLine(new Sourcefree())));
    return 0;
  }
}
