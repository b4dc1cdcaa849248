/**
 * The names of the software models. {@link ModelProvider} is the service that {@link org.kvmsh.bindings.board.Boards}
 * loads; {@link ModelBoards} lists and opens the models; {@link Ppc64Models} adds the ioctls of the patch mails to the
 * powerpc ones, as part of their kernels: traces do not tell them apart.
 */
package org.kvmsh.bindings.model.board;
