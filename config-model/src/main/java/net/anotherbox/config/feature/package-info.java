/**
 * What a feature is: a class that declares its lines, runs its exec commands and takes part in commits. Features know the
 * grammar and the ports; they do not know the shell, only the {@link net.anotherbox.config.feature.Execution} of a command
 * and the {@link net.anotherbox.config.feature.Session} behind it.
 */
package net.anotherbox.config.feature;
