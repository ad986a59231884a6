package net.anotherbox.shell.file;

import net.anotherbox.config.feature.Execution;
import net.anotherbox.runtime.loop.Loop;

/** The marks of a copy, shown to whoever waits for it, until he breaks it off. */
final class Progress implements Source.Marks {
  private final Loop loop;
  private final Execution x;
  private volatile boolean brokenOff;

  Progress(Loop loop, Execution x) {
    this.loop = loop;
    this.x = x;
  }

  @Override
  public void say(String mark) {
    loop.post(() -> x.print(mark));
  }

  void breakOff() {
    brokenOff = true;
  }

  @Override
  public boolean isBrokenOff() {
    return brokenOff;
  }
}
