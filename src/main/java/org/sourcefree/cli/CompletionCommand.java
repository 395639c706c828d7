package org.sourcefree.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      System.out.println("autoload -U +X compinit && compinit");
    }
    System.out.print(AutoComplete.bash("sourcefree", command.root().commandLine()));
    return 0;
  }
}
