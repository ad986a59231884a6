package net.anotherbox.shell.file;

import net.anotherbox.runtime.port.FileError;
import net.anotherbox.runtime.port.Flash;

/** Where a copy goes to. */
interface Target {
  /** Opens it, on the thread of the copy. @param size bytes that will come */
  Flash.Upload open(long size, Source.Marks marks) throws FileError;
}
