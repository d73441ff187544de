package nextbest.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nextbest.store.directory.SubjectDirectory;
import nextbest.store.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

class AdmissionTest {
    private static final TestPostgres POSTGRES = TestPostgres.fresh();

    private final Admission admission = new Admission(new Access(new SubjectDirectory(POSTGRES.database())));

    @AfterAll
    static void close() {
        POSTGRES.source().close();
    }

    /** Endpoints as somebody might write them. */
    static final class Endpoints {
        void silent() {}

        @Open(why = "a test")
        void open() {}

        @Requires(Act.READ_STAGES)
        void guarded() {}
    }

    @Test
    void anEndpointThatSaysNothingAboutAccessIsClosed() {
        assertThatThrownBy(() -> ask("silent", "/api/v1/x")).hasMessageContaining("neither @Requires nor @Open");
    }

    @Test
    void anOpenEndpointIsOpenAndAGuardedOneWantsToKnowWhoAsks() throws Exception {
        assertThat(ask("open", "/api/v1/x")).isTrue();
        assertThatThrownBy(() -> ask("guarded", "/api/v1/x")).hasMessageContaining("Bearer");
    }

    @Test
    void aPageLeadsToTheDoorInstead() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        assertThat(admission.preHandle(new MockHttpServletRequest("GET", "/my-day"), response, method("guarded")))
                .isFalse();
        assertThat(response.getRedirectedUrl()).isEqualTo("/login?to=%2Fmy-day");
    }

    private boolean ask(String name, String path) throws Exception {
        return admission.preHandle(
                new MockHttpServletRequest("GET", path), new MockHttpServletResponse(), method(name));
    }

    private static HandlerMethod method(String name) throws NoSuchMethodException {
        return new HandlerMethod(new Endpoints(), Endpoints.class.getDeclaredMethod(name));
    }
}
