/** Jasmine reporter: failures in full, and the one closing line that tests/run adds up. */
export default class TapReporter {
    #passed = 0;
    #failed = 0;

    specDone({status, fullName, failedExpectations}) {
        if (status === 'passed') this.#passed++;
        else if (status === 'failed') {
            this.#failed++;
            console.log(`not ok - ${fullName}`);
            for (const {message, stack} of failedExpectations) console.log(`  ${message}\n${stack ?? ''}`);
        }
    }

    suiteDone({failedExpectations = []}) {
        this.#failed += failedExpectations.length;
        for (const {message, stack} of failedExpectations)
            console.log(`not ok - suite: ${message}\n${stack ?? ''}`);
    }

    jasmineDone({overallStatus, incompleteReason, failedExpectations = []}) {
        for (const {message, stack} of failedExpectations) console.log(`not ok - ${message}\n${stack ?? ''}`);
        this.#failed += failedExpectations.length;
        if (overallStatus !== 'passed' && this.#failed === 0) {
            this.#failed++;
            console.log(`not ok - ${overallStatus}: ${incompleteReason ?? ''}`);
        }
        console.log(`${this.#passed} passed, ${this.#failed} failed`);
    }
}
