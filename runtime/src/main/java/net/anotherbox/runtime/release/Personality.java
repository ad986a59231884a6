package net.anotherbox.runtime.release;

/** Which release and platform the box is told to be. Belongs to the control thread. */
public final class Personality {
  private Release release;
  private Platform platform;

  public Personality(Release release, Platform platform) {
    this.release = release;
    this.platform = platform;
  }

  public Release release() {
    return release;
  }

  public Platform platform() {
    return platform;
  }

  /** A {@code version} line, or the option of the command line: in force for the next text printed. */
  public void release(Release now) {
    release = now;
  }

  public void platform(Platform now) {
    platform = now;
  }
}
