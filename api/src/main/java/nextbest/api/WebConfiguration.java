package nextbest.api;

import java.util.List;
import nextbest.api.request.BodyReader;
import nextbest.api.security.Callers;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts our readers, our admission and the fixed addresses into Spring MVC. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
    private final List<HandlerInterceptor> interceptors;
    private final BodyReader bodies;
    private final Callers callers;

    WebConfiguration(List<HandlerInterceptor> interceptors, BodyReader bodies, Callers callers) {
        this.interceptors = interceptors.stream()
                .filter(i -> i.getClass().getName().startsWith("nextbest."))
                .toList();
        this.bodies = bodies;
        this.callers = callers;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        interceptors.forEach(registry::addInterceptor);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(bodies);
        resolvers.add(callers);
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/api/openapi.json").setViewName("forward:/api/openapi");
    }
}
