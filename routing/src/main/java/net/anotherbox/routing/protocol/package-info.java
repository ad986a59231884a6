/**
 * The routing protocols as far as they are configured. No protocol runs yet: each line is declared, kept and shown where IOS
 * shows it, so that a configuration survives, and its support says that no route comes of it. The grammars are per protocol,
 * because "network" means something else in each.
 */
package net.anotherbox.routing.protocol;
