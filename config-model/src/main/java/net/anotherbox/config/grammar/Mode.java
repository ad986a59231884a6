package net.anotherbox.config.grammar;

/**
 * A mode of the command line. Modes of one id take the same lines, whatever their prompts (config-if, config-subif).
 *
 * @param id our name for it; several modes may share a prompt
 * @param prompt what stands between the brackets of the prompt, e.g. "config-if"; empty for exec
 * @param title heading of its {@code ?} list, e.g. "Interface configuration commands:"
 */
public record Mode(String id, String prompt, String title) {
  public static final Mode EXEC = new Mode("exec", "", "Exec commands:");
  public static final Mode CONFIG = new Mode("config", "config", "Configure commands:");

  @Override
  public boolean equals(Object o) {
    return o instanceof Mode m && m.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  public boolean isExec() {
    return equals(EXEC);
  }
}
