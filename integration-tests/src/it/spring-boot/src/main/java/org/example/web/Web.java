package org.example.web;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.image.ImageDecoder;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PixelArea;
import java.io.IOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Grounds an expression in the image of a request. */
@SpringBootApplication
@RestController
public class Web {

    private final ImageDecoder decoder = ImageDecoder.builder().build();
    private final ZooModel<GroundingRequest, GroundingResult> model;

    Web(ZooModel<GroundingRequest, GroundingResult> model) {
        this.model = model;
    }

    public static void main(String[] args) {
        SpringApplication.run(Web.class, args);
    }

    /** Loaded with the application and closed with it. */
    @Configuration
    static class Models {

        @Bean(destroyMethod = "close")
        ZooModel<GroundingRequest, GroundingResult> model()
                throws IOException, ModelNotFoundException, MalformedModelException {
            return Criteria.builder()
                    .setTypes(GroundingRequest.class, GroundingResult.class)
                    .optModelUrls("pevl://pevl-scenes")
                    .build()
                    .loadModel();
        }
    }

    @PostMapping("/ground")
    PixelArea ground(@RequestBody byte[] image, @RequestParam String text)
            throws IOException, TranslateException {
        // Predictors are not safe for threads, and cheap.
        try (Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            GroundingRequest request = new GroundingRequest(decoder.decode(image).image(), text);
            return predictor.predict(request).groundings().get(0).best().area();
        }
    }
}
