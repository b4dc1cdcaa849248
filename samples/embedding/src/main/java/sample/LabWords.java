package sample;

import org.kvmsh.dsl.lang.OwnWords;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.Word;

/** Words that only this program's scripts have. */
public final class LabWords {
    private final Session session;

    LabWords(Session session) {
        this.session = session;
    }

    @Word(value = "the name of the board that the lab calls by a number", example = "rack 7")
    public String rack(int number) {
        return "rack " + number + ", " + session.board();
    }

    @Word(
            value = "run a block and tell how many machines it made",
            example = "count { vm { memory at: 0, size: 4.KB } }",
            block = true)
    public int count(Block block) {
        int before = session.machines().size();
        block.with(null);
        return session.machines().size() - before;
    }

    /** Found by ServiceLoader. */
    public static final class Provider implements OwnWords {
        @Override
        public Class<?> type() {
            return LabWords.class;
        }

        @Override
        public Object of(Session session) {
            return new LabWords(session);
        }
    }
}
