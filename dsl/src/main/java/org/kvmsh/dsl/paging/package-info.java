/**
 * The guest's page tables, as its processor reads them: {@link org.kvmsh.dsl.paging.Paging} is how one architecture
 * lays them out, {@link org.kvmsh.dsl.paging.Translation} is the walk to one address, and
 * {@link org.kvmsh.dsl.paging.PageRanges} is all that they map.
 */
package org.kvmsh.dsl.paging;
