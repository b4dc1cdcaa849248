/**
 * The formats of results for other programs: {@link JUnitText}, {@link KtapText}, {@link JsonText}, {@link KcidbText},
 * {@link LavaText} and {@link GithubText}.
 */
package org.kvmsh.repl.results.format;
