// SPDX-License-Identifier: Apache-2.0
package io.parley.system;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** The laws of the design that a compiler does not know. */
@AnalyzeClasses(packages = "io.parley", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String AUTH = "io.parley.auth..";
  private static final String PRESENCE = "io.parley.presence..";
  private static final String MESSAGING = "io.parley.messaging..";
  private static final String GATEWAY = "io.parley.gateway..";
  private static final String TERMINAL = "io.parley.terminal..";
  private static final String NODE = "io.parley.node..";
  private static final String WIRE = "io.parley.wire..";
  private static final String BUS = "io.parley.bus..";
  private static final String SYSTEM = "io.parley.system..";

  @ArchTest
  static final ArchRule servicesNeverImportEachOther =
      slices()
          .matching("io.parley.(auth|presence|messaging|gateway|terminal)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule onlyTheGatewayTranslatesBetweenWireAndBus =
      noClasses()
          .that()
          .resideInAnyPackage(AUTH, PRESENCE, MESSAGING)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(WIRE);

  @ArchTest
  static final ArchRule clientsKnowNothingOfTheBusAndTheServer =
      noClasses()
          .that()
          .resideInAPackage(TERMINAL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(BUS, NODE);

  @ArchTest
  static final ArchRule wireAndBusKnowNothingOfEachOther =
      slices().matching("io.parley.(wire|bus)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule theEventBusIsBehindTheTypedOne =
      noClasses()
          .that()
          .resideOutsideOfPackage(BUS)
          .and()
          .doNotHaveSimpleName("Cluster")
          .and()
          .doNotHaveSimpleName("BusSecurity") // where it listens, not what it says
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.core.eventbus..");

  @ArchTest
  static final ArchRule hazelcastIsOneNodesBusiness =
      noClasses()
          .that()
          .resideOutsideOfPackage(NODE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..");

  @ArchTest
  static final ArchRule countingKnowsNothingOfWhoReadsTheCounts =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.parley.node.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");

  @ArchTest
  static final ArchRule httpIsForThoseWhoRunTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackages(NODE, "io.parley.gateway.admin..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.ext.web..");

  @ArchTest
  static final ArchRule sqlStaysWithThoseWhoStore =
      noClasses()
          .that()
          .resideInAnyPackage(GATEWAY, TERMINAL, WIRE, BUS, "io.parley.model..", SYSTEM)
          .and()
          .doNotHaveSimpleName("HeldStore") // the fault test's hand on the store
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.sql..");

  @ArchTest
  static final ArchRule nobodyImportsAMain =
      noClasses().should().dependOnClassesThat(simpleNameEndingWith("Main")).allowEmptyShould(true);

  @ArchTest
  static final ArchRule nobodyImportsTheSystem =
      noClasses()
          .that()
          .resideOutsideOfPackage(SYSTEM)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SYSTEM);

  @ArchTest
  static final ArchRule whoWaitsForATimeStaysOnItsEventLoop =
      noClasses()
          .that()
          .doNotHaveSimpleName("TimeLimit")
          .and()
          .doNotHaveFullyQualifiedName("io.parley.node.Node") // waits on a plain thread
          .should()
          .callMethod(Future.class, "timeout", long.class, TimeUnit.class);

  @ArchTest
  static final ArchRule nothingStaticChanges =
      noFields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.parley..")
          .should()
          .notBeFinal();

  @ArchTest
  static final ArchRule namesSayWhatATypeIs =
      classes()
          .should()
          .haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl|Processor)(\\$.*)?");
}
