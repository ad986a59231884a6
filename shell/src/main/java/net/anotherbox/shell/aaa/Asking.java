package net.anotherbox.shell.aaa;

import net.anotherbox.shell.session.Caller;

/** Whom a server is asked about. */
record Asking(Caller caller, String user) {}
